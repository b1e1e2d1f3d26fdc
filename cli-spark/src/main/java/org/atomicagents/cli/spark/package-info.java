/** The command {@code batch} as a job of Apache Spark. */
@NullMarked
package org.atomicagents.cli.spark;

import org.jspecify.annotations.NullMarked;
