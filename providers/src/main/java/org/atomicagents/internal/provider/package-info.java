/**
 * The parts that all wire protocols share: HTTP calls, credentials, error mapping and response
 * bodies.
 */
package org.atomicagents.internal.provider;
