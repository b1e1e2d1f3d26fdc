package org.atomicagents.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.atomicagents.support.JavaProcess;

/** Processes of a test that share requests. */
final class SharingFleet implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final String redis;
  private final URI provider;
  private final List<Member> members = new ArrayList<>();

  SharingFleet(String redis, URI provider) {
    this.redis = redis;
    this.provider = provider;
  }

  /** One process. */
  static final class Member {
    private final Process process;
    private final Map<String, BlockingQueue<String>> lines = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Member>> sent = new ConcurrentHashMap<>();

    private Member(Process process) {
      this.process = process;
      Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try (var output = process.inputReader()) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          int space = line.indexOf(' ');
          String question = space < 0 ? line : line.substring(0, space);
          lines(question).add(line.substring(space + 1));
          if (line.endsWith(" sent")) {
            sent(question).complete(this);
          }
        }
      } catch (IOException e) {
        lines("ready").add(e.toString());
      }
    }

    private BlockingQueue<String> lines(String question) {
      return lines.computeIfAbsent(question, name -> new LinkedBlockingQueue<>());
    }

    void send(String mode, int runs, String tenant, String question) throws IOException {
      var input = process.outputWriter();
      input.write("%s %d %s %s%n".formatted(mode, runs, tenant, question));
      input.flush();
    }

    /** Returns this process when it has sent a request. */
    private CompletableFuture<Member> sent(String question) {
      return sent.computeIfAbsent(question, name -> new CompletableFuture<>());
    }

    /** Waits for a line. */
    String await(String question, String beginning) throws InterruptedException {
      while (true) {
        String line = lines(question).poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
          throw new AssertionError("Expected " + beginning + " for " + question);
        }
        if (line.startsWith(beginning)) {
          return line;
        }
      }
    }

    SharingReport report(String question) throws InterruptedException {
      return SharingReport.parse(await(question, "done"));
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }
  }

  /** Adds processes until there are this many, and waits until they are ready. */
  List<Member> ofSize(int count) {
    try {
      members.removeIf(member -> !member.process.isAlive());
      var started = new ArrayList<Member>();
      while (members.size() < count) {
        var member =
            new Member(JavaProcess.start(SharingProcess.class, redis, provider.toString()));
        members.add(member);
        started.add(member);
      }
      for (Member member : started) {
        member.await("ready", "ready");
      }
      return List.copyOf(members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns the first of some processes that sends a request. */
  static Member awaitSent(List<Member> members, String question) throws Exception {
    Object first =
        CompletableFuture.anyOf(
                members.stream()
                    .map(member -> member.sent(question))
                    .toArray(CompletableFuture<?>[]::new))
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return (Member) first;
  }

  @Override
  public void close() {
    members.forEach(member -> member.process.destroyForcibly());
  }
}
