package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;

/** One thing that is measured, and the figures that it yields. */
interface Benchmark {

  /** How it is asked for. */
  String name();

  /** The figures at the top level of its report, all of them, in order. */
  List<String> figures();

  /** Measures, and puts every figure into the report. */
  void run(BenchmarkProfile effort, BenchmarkReport report) throws IOException;
}
