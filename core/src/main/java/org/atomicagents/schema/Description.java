package org.atomicagents.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tells a model what a type or one of its parts means.
 *
 * <p>Mandatory on every record that a model reads or writes, where it is not inherited; optional on
 * components and enum constants.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Description {

  /** The meaning, in the words that the model reads. */
  String value();
}
