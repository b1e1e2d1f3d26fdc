/** Implementation of usage limits. */
package org.atomicagents.internal.usage;
