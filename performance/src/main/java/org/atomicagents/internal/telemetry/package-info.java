/** The bookkeeping of observed runs. */
package org.atomicagents.internal.telemetry;
