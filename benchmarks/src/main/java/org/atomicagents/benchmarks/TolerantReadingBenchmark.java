package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.documents.TypicalDefects;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.InterleavedComparison;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.corpus.CorpusCase;
import org.atomicagents.corpus.HandwrittenCases;
import org.atomicagents.corpus.ReadingStatistics;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Measures the repair of malformed model output: the repaired share and its correctness. */
final class TolerantReadingBenchmark implements Benchmark {

  @Override
  public String name() {
    return "tolerant";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "repairedShare",
        "silentWrong",
        "rejectedShare",
        "validRatioToJackson",
        "seed",
        "typicalRepaired",
        "classes");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    long seed = Long.getLong("atomic.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
    System.err.println("seed " + seed);
    ReadingStatistics tally =
        new ReadingStatistics(TolerantReadingBenchmark::read)
            .generate(seed, profile.pick(400, 50, 2));
    HandwrittenCases.repairable().forEach(entry -> tally.add("handwritten", entry.text()));
    HandwrittenCases.refused()
        .forEach(entry -> tally.add("handwritten, to be rejected", entry.text()));
    tally.wrong().forEach(reading -> System.err.println("silently wrong: " + reading));
    System.err.println(tally.table());
    report.put("repairedShare", tally.total().repairedShare());
    report.putExactly("silentWrong", tally.total().wrong());
    report.put("rejectedShare", tally.total().rejectedShare());
    putRatio(profile, report);
    report.putExactly("seed", seed);
    putTypical(report);
    ObjectNode classes = report.putObject("classes");
    tally
        .classes()
        .forEach((label, counts) -> {
          if (counts.certain() > 0 || counts.lost() > 0) {
            double share = counts.certain() > 0 ? counts.repairedShare() : counts.rejectedShare();
            classes.put(label, BenchmarkReport.rounded(share));
          }
        });
    report.count("texts", tally.total().all());
  }

  private static void putRatio(BenchmarkProfile profile, BenchmarkReport report)
      throws IOException {
    var comparison =
        new InterleavedComparison(
            List.of(Contenders.READ_OURS, Contenders.READ_JACKSON), List.of(), profile);
    comparison.run(List.of("time"));
    report.putRatio(
        "validRatioToJackson",
        comparison.of(Contenders.READ_OURS, "time"),
        comparison.of(Contenders.READ_JACKSON, "time"));
  }

  private static void putTypical(BenchmarkReport report) throws IOException {
    int ours = TypicalDefects.countRepaired(TypicalDefects.ours());
    report.putExactly("typicalRepaired", ours);
    report.compare(
        "typicalRepaired",
        Peer.of("langchain4j", "dev.langchain4j", "langchain4j"),
        ours,
        TypicalDefects.countRepaired(TypicalDefects.langChain4j()));
    report.compare(
        "typicalRepairedBySpringAi",
        Peer.of("spring-ai", "org.springframework.ai", "spring-ai-model"),
        ours,
        TypicalDefects.countRepaired(TypicalDefects.springAi()));
    report.count("typical", TypicalDefects.ALL.size());
  }

  private static @Nullable Object read(CorpusCase corpusCase) {
    return corpusCase.sample().read(corpusCase.mutated().text(), Strictness.LENIENT).value();
  }
}
