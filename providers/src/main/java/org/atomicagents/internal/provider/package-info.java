/**
 * The building blocks shared by all wire protocols: HTTP calls, credentials, error mapping and
 * response bodies.
 */
package org.atomicagents.internal.provider;
