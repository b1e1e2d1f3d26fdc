/** Meters of observed runs. */
package org.atomicagents.internal.telemetry.micrometer;
