package org.atomicagents.internal.schema.constraint;

import java.lang.annotation.Annotation;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One of the usual constraints, made ready to be checked without the validator.
 *
 * @param predicate whether a value that is not null fulfils it
 * @param message what the user says of it; null if nothing
 */
public record ConstraintCheck(
    Annotation constraint, Predicate<Object> predicate, @Nullable String message) {}
