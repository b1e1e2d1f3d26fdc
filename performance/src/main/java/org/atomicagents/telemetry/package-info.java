/** Observers of runs, which export traces and metrics. */
package org.atomicagents.telemetry;
