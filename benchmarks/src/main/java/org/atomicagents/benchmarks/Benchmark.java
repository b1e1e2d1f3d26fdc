package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;

/** A benchmark: a named measurement that reports a fixed list of figures. */
interface Benchmark {

  /** Returns the name of the benchmark on the command line. */
  String name();

  /** Returns the names of all top-level figures of the report, in order. */
  List<String> figures();

  /** Runs the measurement and adds every figure to the report. */
  void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException;
}
