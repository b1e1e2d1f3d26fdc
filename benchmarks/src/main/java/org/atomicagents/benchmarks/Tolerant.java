package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.atomicagents.corpus.CorpusCase;
import org.atomicagents.corpus.HandwrittenCases;
import org.atomicagents.corpus.ReadingStatistics;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reading what weak models write: how much of it is mended, and whether all of that is right. */
final class Tolerant implements Benchmark {

  @Override
  public String name() {
    return "tolerant";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "mendedShare",
        "silentWrong",
        "rejectedShare",
        "validRatioToJackson",
        "seed",
        "typicalMended",
        "classes");
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    long seed = Long.getLong("atomic.seed", ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
    System.err.println("seed " + seed);
    ReadingStatistics tally =
        new ReadingStatistics(Tolerant::read).generate(seed, effort.pick(400, 50, 2));
    HandwrittenCases.mended().forEach(entry -> tally.add("written by hand", entry.text()));
    HandwrittenCases.refused().forEach(entry -> tally.add("by hand, to be refused", entry.text()));
    tally.wrong().forEach(each -> System.err.println("silently wrong: " + each));
    System.err.println(tally.table());
    report.put("mendedShare", tally.total().mendedShare());
    report.putExactly("silentWrong", tally.total().wrong());
    report.put("rejectedShare", tally.total().rejectedShare());
    putRatio(effort, report);
    report.putExactly("seed", seed);
    putTypical(report);
    ObjectNode classes = report.putObject("classes");
    tally
        .classes()
        .forEach((label, counts) -> {
          if (counts.certain() > 0 || counts.lost() > 0) {
            double share = counts.certain() > 0 ? counts.mendedShare() : counts.rejectedShare();
            classes.put(label, Report.rounded(share));
          }
        });
    report.count("texts", tally.total().all());
  }

  private static void putRatio(Effort effort, Report report) throws IOException {
    var race = new Race(List.of(Sides.READ_OURS, Sides.READ_JACKSON), List.of(), effort);
    race.run(List.of("time"));
    report.putRatio(
        "validRatioToJackson",
        race.of(Sides.READ_OURS, "time"),
        race.of(Sides.READ_JACKSON, "time"));
  }

  private static void putTypical(Report report) throws IOException {
    int ours = TypicalDefects.mended(TypicalDefects.ours());
    report.putExactly("typicalMended", ours);
    report.compare(
        "typicalMended",
        Peer.of("langchain4j", "dev.langchain4j", "langchain4j"),
        ours,
        TypicalDefects.mended(TypicalDefects.langChain4j()));
    report.compare(
        "typicalMendedBySpringAi",
        Peer.of("spring-ai", "org.springframework.ai", "spring-ai-model"),
        ours,
        TypicalDefects.mended(TypicalDefects.springAi()));
    report.count("typical", TypicalDefects.ALL.size());
  }

  private static @Nullable Object read(CorpusCase each) {
    return each.sample().read(each.spoilt().text(), Strictness.LENIENT).value();
  }
}
