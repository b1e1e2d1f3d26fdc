package org.atomicagents.internal.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Disables a test before Java 24, where the connection pool supports HTTP/1.1 only. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledForJreRange(
    min = JRE.JAVA_24,
    disabledReason = "On Java 21 to 23 the pool speaks HTTP/1.1 only (docs/adr/0013)")
public @interface RequiresHttp2 {}
