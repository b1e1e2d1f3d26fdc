package org.atomicagents.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Excludes a value from snapshots until it is complete.
 *
 * <p>Applies to a component; to the items of a list or the values of a map, as in {@code
 * List<@StreamWhenDone Task>}; or to every value of a record or sealed type.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
public @interface StreamWhenDone {}
