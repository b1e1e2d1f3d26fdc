/** Events of the JDK Flight Recorder for observed runs. */
package org.atomicagents.internal.telemetry.flight;
