package org.atomicagents.benchmarks;

import java.io.IOException;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.InterleavedComparison;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Message;

/**
 * Measures a turn of a long conversation: adding it, and writing the request body of the newest
 * turns within 4,000 tokens.
 */
final class HistoryBenchmark implements Benchmark {
  private static final int TURNS = 50_000;

  @Override
  public String name() {
    return "history";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "microsAt1000",
        "microsAt10000",
        "microsAt100000",
        "growth",
        "bytesPerMessage",
        "peerRatio",
        "allocatedBytes");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    var comparison =
        new InterleavedComparison(
            List.of(
                Contenders.HISTORY_1000,
                Contenders.HISTORY_10000,
                Contenders.HISTORY_100000,
                Contenders.HISTORY_LANGCHAIN4J,
                Contenders.HISTORY_SPRING_AI),
            List.of(),
            profile);
    comparison.run(List.of("time", "bytes"));
    MeasurementSeries small = comparison.of(Contenders.HISTORY_1000, "time").times(1e-3);
    MeasurementSeries middle = comparison.of(Contenders.HISTORY_10000, "time").times(1e-3);
    MeasurementSeries large = comparison.of(Contenders.HISTORY_100000, "time").times(1e-3);
    MeasurementSeries peer = comparison.of(Contenders.HISTORY_LANGCHAIN4J, "time").times(1e-3);
    report.put("microsAt1000", small);
    report.put("microsAt10000", middle);
    report.put("microsAt100000", large);
    report.putRatio("growth", large, small);
    report.put("bytesPerMessage", bytesPerMessage());
    report.putRatio("peerRatio", middle, peer);
    report.put("allocatedBytes", comparison.of(Contenders.HISTORY_10000, "bytes"));
    Peer langChain4j = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
    Peer springAi = Peer.of("spring-ai", "org.springframework.ai", "spring-ai-client-chat");
    report.compare("microsAt10000", langChain4j, middle, peer);
    report.compare(
        "microsAt10000OfSpringAi",
        springAi,
        middle,
        comparison.of(Contenders.HISTORY_SPRING_AI, "time").times(1e-3));
    report.compare(
        "allocatedBytes",
        langChain4j,
        comparison.of(Contenders.HISTORY_10000, "bytes"),
        comparison.of(Contenders.HISTORY_LANGCHAIN4J, "bytes"));
  }

  /** Returns the memory that a history needs per message, without the message itself. */
  private static double bytesPerMessage() {
    var turns = new ArrayList<List<ChatEntry>>(TURNS);
    for (int i = 0; i < TURNS; i++) {
      turns.add(
          List.of(ChatEntry.of(Message.user("u" + i)), ChatEntry.of(Message.assistant("a" + i))));
    }
    ChatHistory history = ChatHistory.latestTurns(TURNS);
    try {
      long before = usedBytes();
      for (int i = 0; i < TURNS; i++) {
        history.commit(Turn.of("turn-" + i, turns.get(i)));
      }
      double bytes = usedBytes() - before;
      return bytes / (2 * TURNS);
    } finally {
      Reference.reachabilityFence(history);
      Reference.reachabilityFence(turns);
    }
  }

  private static long usedBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      least =
          Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }
}
