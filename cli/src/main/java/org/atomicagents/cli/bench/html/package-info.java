/** The report of a measurement as one HTML file. */
@NullMarked
package org.atomicagents.cli.bench.html;

import org.jspecify.annotations.NullMarked;
