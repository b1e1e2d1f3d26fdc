package org.atomicagents.internal.schema.compile;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validator;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.atomicagents.internal.schema.type.BeanValidatorFactory;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The built-in checks of constraints agree with Hibernate Validator. */
class ConstraintCheckCompilerTest {
  private static final int ROUNDS = 5_000;
  private static final Validator VALIDATOR = BeanValidatorFactory.create();

  @Test
  void agreesWithTheValidatorOnRandomValues() {
    long seed = System.nanoTime();
    System.out.println("ConstraintCheckCompilerTest seed " + seed);
    var random = new Random(seed);
    var texts = Schema.of(Texts.class);
    var numbers = Schema.of(Numbers.class);

    for (int i = 0; i < ROUNDS; i++) {
      assertAgreement(texts, randomTexts(random), seed);
      assertAgreement(numbers, randomNumbers(random), seed);
    }
  }

  private static <T> void assertAgreement(Schema<T> schema, T value, long seed) {
    List<String> ours = schema.validate(value).stream().map(Violation::path).sorted().toList();
    List<String> theirs =
        VALIDATOR.validate(value).stream()
            .map(violation -> "$." + violation.getPropertyPath())
            .map(path -> path.replace(".<list element>", ""))
            .sorted()
            .collect(Collectors.toList());

    assertThat(ours).as("seed %d, %s", seed, value).isEqualTo(theirs);
  }

  private static Texts randomTexts(Random random) {
    return new Texts(
        randomString(random),
        randomString(random),
        randomString(random),
        randomString(random),
        randomItems(random),
        random.nextBoolean());
  }

  private static @Nullable String randomString(Random random) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    String letters = "ab \u2003\t\u00e9A\ud83d\ude42";
    var text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private static @Nullable List<String> randomItems(Random random) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    var items = new ArrayList<String>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(randomString(random));
    }
    return items;
  }

  private static Numbers randomNumbers(Random random) {
    return new Numbers(
        random.nextInt(7) - 3,
        random.nextBoolean() ? random.nextInt(5) : random.nextLong(),
        randomNumber(random),
        (float) randomNumber(random),
        randomNumber(random),
        BigDecimal.valueOf(random.nextInt(40), random.nextInt(3)),
        BigInteger.valueOf(random.nextInt(7) - 3));
  }

  private static double randomNumber(Random random) {
    double[] corners = {
      0, -0.0, 0.1, 0.5, 1, 0.30000000000000004, 0.3, Double.MIN_VALUE, 1e30, -1e-30, 1e17, 0.1f
    };
    return random.nextInt(4) == 0
        ? random.nextDouble() * 2 - 0.5
        : corners[random.nextInt(corners.length)];
  }

  @SuppressWarnings("MultipleNullnessAnnotations") // null on purpose, to be found
  @Description("Texts")
  record Texts(
      @NotBlank @Nullable String a,
      @NotEmpty @Nullable String b,
      @Size(min = 1, max = 3) @Nullable String c,
      @Pattern(regexp = "a+b?", flags = Pattern.Flag.CASE_INSENSITIVE) @Nullable String d,
      @NotNull @Size(max = 2) @Nullable List<@Size(min = 1) @Nullable String> e,
      @AssertTrue boolean f) {}

  @Description("Numbers")
  record Numbers(
      @Min(-1) @Max(2) int a,
      @DecimalMin("3.5") @DecimalMax("9223372036854775808") long b,
      @DecimalMin("0.3") @DecimalMax(value = "1", inclusive = false) double c,
      @DecimalMin("0.1") float d,
      @Positive @Max(1) double e,
      @DecimalMin(value = "0.10", inclusive = false) @DecimalMax("3.9") BigDecimal f,
      @NegativeOrZero BigInteger g) {}
}
