package org.atomicagents.internal.schema.constraint;

import java.lang.annotation.Annotation;
import java.util.function.BiPredicate;
import org.atomicagents.internal.json.ReadingBudget;
import org.jspecify.annotations.Nullable;

/**
 * A standard constraint, compiled to a predicate that needs no validator.
 *
 * @param predicate the test of a non-null value, which counts its steps if it can be costly
 * @param message the custom message; null if there is none
 */
public record ConstraintCheck(
    Annotation constraint,
    BiPredicate<Object, ReadingBudget> predicate,
    @Nullable String message) {}
