package org.atomicagents.schema;

import java.lang.annotation.Annotation;
import java.util.function.Predicate;

/**
 * One of the usual constraints, made ready to be checked without the validator.
 *
 * @param holds whether a value that is not null fulfils it
 */
record Check(Annotation constraint, Predicate<Object> holds) {}
