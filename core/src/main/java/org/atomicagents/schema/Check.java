package org.atomicagents.schema;

import java.lang.annotation.Annotation;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One of the usual constraints, made ready to be checked without the validator.
 *
 * @param holds whether a value that is not null fulfils it
 * @param message what the user says of it; null if nothing
 */
record Check(Annotation constraint, Predicate<Object> holds, @Nullable String message) {}
