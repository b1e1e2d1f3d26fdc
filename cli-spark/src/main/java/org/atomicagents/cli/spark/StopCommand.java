package org.atomicagents.cli.spark;

/** The response of the driver to a report of an executor. */
enum StopCommand {
  /** Continue. */
  NONE,
  /** Start no further line, and complete those in progress. */
  FINISH,
  /** Start no further line, and cancel those in progress. */
  CANCEL
}
