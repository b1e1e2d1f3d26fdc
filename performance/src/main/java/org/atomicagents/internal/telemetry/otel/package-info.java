/** The export of observed runs through OpenTelemetry. */
package org.atomicagents.internal.telemetry.otel;
