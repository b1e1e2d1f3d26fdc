/**
 * The model families of the providers: the response modes and parameters that their models accept.
 */
package org.atomicagents.family;
