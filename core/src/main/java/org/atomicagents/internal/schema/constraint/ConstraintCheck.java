package org.atomicagents.internal.schema.constraint;

import java.lang.annotation.Annotation;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A standard constraint, compiled to a predicate that needs no validator.
 *
 * @param predicate the test of a non-null value
 * @param message the custom message; null if there is none
 */
public record ConstraintCheck(
    Annotation constraint, Predicate<Object> predicate, @Nullable String message) {}
