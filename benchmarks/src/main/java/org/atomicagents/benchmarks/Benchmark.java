package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;

/** One thing that is measured, and the figures that it yields. */
interface Benchmark {

  /** How it is asked for. */
  String name();

  /** The figures at the top level of its report, all of them, in order. */
  List<String> figures();

  /** Measures, and puts every figure into the report. */
  void run(Effort effort, Report report) throws IOException;
}
