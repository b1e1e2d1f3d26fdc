package org.atomicagents.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps a value out of the partial ones while it is being written: it appears once it is whole.
 *
 * <p>On a component; on the items of a list or the values of a map, as in {@code
 * List<@StreamWhenDone Task>}; or on a record or sealed type, wherever it stands.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.TYPE_USE})
public @interface StreamWhenDone {}
