/** The implementation of tool loops: their steps, the calls of tools, and suspended states. */
package org.atomicagents.internal.tool;
