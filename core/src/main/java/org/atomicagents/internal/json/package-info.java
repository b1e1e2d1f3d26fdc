/** JSON input, output, paths and literals. */
package org.atomicagents.internal.json;
