package org.atomicagents.internal.schema.compile;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.Test;

/** Constraints on records, methods and supertypes. */
class ClassLevelConstraintsTest {

  @Test
  void checksConstraintsOnMethods() {
    var schema = Schema.of(Range.class);

    assertThat(schema.read("{\"from\":1,\"to\":5}").value()).isEqualTo(new Range(1, 5));
    assertThat(schema.read("{\"from\":5,\"to\":1}").violations())
        .containsExactly(new Violation("$", "a value whose ordered is true", "ordered: false"));
    assertThat(schema.read("{\"from\":1,\"to\":20}").violations())
        .containsExactly(new Violation("$", "a value that satisfies: is too wide", "distance: 19"));
  }

  @Test
  void checksConstraintsOnSupertypes() {
    var schema = Schema.of(Span.class);

    assertThat(schema.read("{\"value\":{\"type\":\"Days\",\"count\":2}}").value())
        .isEqualTo(new Days(2));
    assertThat(schema.read("{\"value\":{\"type\":\"Days\",\"count\":3}}").violations())
        .containsExactly(
            new Violation("$.value", "a value that satisfies: has to be even", "an object"));
    assertThat(schema.read("{\"value\":{\"type\":\"Days\",\"count\":8}}").violations())
        .containsExactly(
            new Violation("$.value", "a value whose length is at most 7", "length: 8"));
  }

  @Description("A range")
  record Range(int from, int to) {
    @AssertTrue
    public boolean isOrdered() {
      return from <= to;
    }

    @Max(value = 10, message = "is too wide")
    public int getDistance() {
      return to - from;
    }
  }

  @Description("A span of time")
  @EvenCount
  sealed interface Span permits Days {
    int count();

    @Max(7)
    default int getLength() {
      return count();
    }
  }

  @Description("Some days")
  record Days(int count) implements Span {}

  @Retention(RetentionPolicy.RUNTIME)
  @Constraint(validatedBy = EvenCountValidator.class)
  @interface EvenCount {
    String message() default "has to be even";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  public static final class EvenCountValidator implements ConstraintValidator<EvenCount, Span> {
    @Override
    public boolean isValid(Span value, ConstraintValidatorContext context) {
      return value.count() % 2 == 0;
    }
  }
}
