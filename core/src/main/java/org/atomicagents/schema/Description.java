package org.atomicagents.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The description of a type or one of its parts, which is sent to the model in the JSON Schema.
 *
 * <p>Mandatory on every record and sealed type that a model reads or writes, and not inherited;
 * optional on components and enum constants.
 *
 * {@snippet :
 * @Description("A support ticket")
 * record Ticket(@Description("One sentence") String title, Priority priority) {}
 * }
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Description {

  /** Returns the description as the model reads it. */
  String value();
}
