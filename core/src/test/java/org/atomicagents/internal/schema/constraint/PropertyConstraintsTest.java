package org.atomicagents.internal.schema.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PropertyConstraintsTest {
  private final Locale locale = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(locale);
  }

  @Test
  void writesConstraintsToTheSchema() {
    assertThat(Schema.of(Order.class).jsonSchema())
        .contains("\"id\":{\"type\":\"string\",\"pattern\":\"^o-[0-9]+$\"}")
        .contains("\"minItems\":1,\"maxItems\":2}")
        .contains("\"items\":{\"type\":\"string\",\"maxLength\":3}")
        .contains("\"share\":{\"type\":\"number\",\"minimum\":0,\"exclusiveMaximum\":1}")
        .contains("\"count\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":99}");
  }

  @Test
  void reportsEveryViolationInEnglishWhateverTheLocale() {
    Locale.setDefault(Locale.GERMANY);
    var order =
        new Order(
            "x",
            List.of("long", "a", "b"),
            1,
            List.of(new Item(" ", 0), new Item("b", 100)),
            Optional.of(new Item("c", 0)));

    assertThat(Schema.of(Order.class).validate(order))
        .containsExactly(
            new Violation("$.id", "a string that matches ^o-[0-9]+$", "\"x\""),
            new Violation("$.tags", "1 to 2 items", "3 items"),
            new Violation("$.tags[0]", "at most 3 characters", "\"long\""),
            new Violation("$.share", "less than 1", "1.0"),
            new Violation("$.items[0].name", "a string that is not blank", "\" \""),
            new Violation("$.items[0].count", "at least 1", "0"),
            new Violation("$.items[1].count", "at most 99", "100"),
            new Violation("$.gift.count", "at least 1", "0"));
  }

  @Test
  void appendsCustomMessages() {
    Locale.setDefault(Locale.GERMANY);
    var value = new CustomMessages(List.of("a", "b", "c"), "x", 7, "", "d");

    assertThat(Schema.of(CustomMessages.class).validate(value))
        .containsExactly(
            new Violation("$.tags", "at most 2 items (the two that count)", "3 items"),
            new Violation("$.id", "a string that matches o-[0-9]+ (as in {o-17})", "\"x\""),
            new Violation("$.count", "at most 5 (no more than 5, ${never} {gone})", "7"),
            new Violation("$.name", "a string that is not blank", "\"\""),
            new Violation("$.short", "at least 2 characters", "\"d\""));
    assertThat(Schema.of(Mail.class).validate(new Mail("e")))
        .containsExactly(new Violation("$.mail", "an e-mail address (where to write)", "\"e\""));
    assertThat(Schema.of(CustomMessages.class).jsonSchema())
        .doesNotContain("that count", "no more");
  }

  @Test
  void reportsAViolationOnceIfACascadeIsDeclared() {
    var schema = Schema.of(Cascading.class);

    assertThat(schema.validate(new Cascading(new Item("", 1))))
        .containsExactly(new Violation("$.item.name", "a string that is not blank", "\"\""));
  }

  @Test
  void checksCustomConstraintsOnComponentsAndRecords() {
    assertThat(Schema.of(Custom.class).validate(new Custom(3, 4)))
        .containsExactly(
            new Violation("$", "a value that satisfies: both have to be even", "an object"),
            new Violation("$.a", "a value that satisfies: has to be even", "3"));
  }

  @Test
  void reportsMissingAndNonFiniteValuesWithoutConstraints() {
    assertThat(Schema.of(Plain.class).validate(new Plain(null, List.of(Double.NaN))))
        .containsExactly(
            new Violation("$.text", "a value", "null"),
            new Violation("$.numbers[0]", "a finite number", "NaN"));
  }

  @Test
  void writesEachKeywordOnce() {
    assertThat(Schema.of(Doubled.class).jsonSchema())
        .contains(
            "\"name\":{\"type\":\"string\",\"minLength\":2,\"allOf\":[{\"pattern\":\"\\\\S\"},{\"pattern\":\"^[a-z]+$\"}]}")
        .contains("\"count\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":5}");
  }

  @Test
  void rejectsConstraintsThatDoNotApplyToTheType() {
    assertThatThrownBy(() -> Schema.of(Misplaced.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Misplaced.since: @Min does not apply to the type. Put it on the type argument, as in"
                + " Optional<@Min ...> or List<@Min ...>.");
    assertThatThrownBy(() -> Schema.of(BadRegex.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("BadRegex.text: Unclosed group");
    assertThatThrownBy(() -> Schema.of(EvenText.class).validate(new EvenText("a")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            EvenText.class.getName() + " has a constraint that can't be checked: HV000030");
  }

  @Description("An order")
  record Order(
      @Pattern(regexp = "^o-[0-9]+$") String id,
      @Size(min = 1, max = 2) List<@Size(max = 3) String> tags,
      @DecimalMin("0") @DecimalMax(value = "1", inclusive = false) double share,
      List<Item> items,
      Optional<Item> gift) {}

  @Description("A record with custom constraint messages")
  record CustomMessages(
      @Size(max = 2, message = "the two that count") List<String> tags,
      @Pattern(regexp = "o-[0-9]+", message = "as in \\{o-17\\}") String id,
      @Max(value = 5, message = "no more than {value}, ${never} {gone}") int count,
      @NotBlank(message = "{orders.name}") String name,
      @JsonProperty("short") @Size(min = 2, message = " ") String brief) {}

  @Description("A mail")
  record Mail(@Email(message = "where to write") String mail) {}

  @Description("An item")
  record Item(@NotBlank String name, @Min(1) @Max(99) int count) {}

  @Description("A record that cascades")
  record Cascading(@Valid Item item) {}

  @Description("A record without constraints")
  record Plain(String text, List<Double> numbers) {}

  @Description("A record with redundant constraints")
  record Doubled(
      @NotBlank @Pattern(regexp = "^[a-z]+$") @NotEmpty @Size(min = 2) String name,
      @Min(1) @PositiveOrZero @Max(9) @DecimalMax("5") int count) {}

  @Description("A constraint that does not apply to the type")
  record Misplaced(@Min(1900) Optional<Integer> since) {}

  @Description("An invalid pattern")
  record BadRegex(@Pattern(regexp = "(") String text) {}

  @Description("A custom constraint on a type that it does not support")
  record EvenText(@Even String text) {}

  @Description("A record with class-level constraints")
  @AllEven
  record Custom(@Even int a, @Positive int b) {}

  @Retention(RetentionPolicy.RUNTIME)
  @Constraint(validatedBy = EvenValidator.class)
  @interface Even {
    String message() default "has to be even";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  public static final class EvenValidator implements ConstraintValidator<Even, Integer> {
    @Override
    public boolean isValid(Integer value, ConstraintValidatorContext context) {
      return value % 2 == 0;
    }
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Constraint(validatedBy = AllEvenValidator.class)
  @interface AllEven {
    String message() default "both have to be even";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  public static final class AllEvenValidator implements ConstraintValidator<AllEven, Custom> {
    @Override
    public boolean isValid(Custom value, ConstraintValidatorContext context) {
      return value.a() % 2 == 0 && value.b() % 2 == 0;
    }
  }
}
