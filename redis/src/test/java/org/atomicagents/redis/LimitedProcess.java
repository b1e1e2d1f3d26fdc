package org.atomicagents.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;

/**
 * A process whose callers always have a request, through a shared limit, until its standard input
 * ends. It prints failures other than rejections.
 */
final class LimitedProcess {
  static final int CALLERS = 48;
  private static final int MAX_TOKENS = 400;

  private final RateLimit limit;
  private final int port;
  private final int minTokens;
  private final int maxTokens;

  private LimitedProcess(RateLimit limit, int port, int minTokens, int maxTokens) {
    this.limit = limit;
    this.port = port;
    this.minTokens = minTokens;
    this.maxTokens = maxTokens;
  }

  /**
   * Runs the process.
   *
   * @param arguments the address of Redis, the port of the provider, requests and tokens per
   *     minute, the burst, the share without Redis, the least and the most tokens of a request, and
   *     the time limit of a command of Redis in milliseconds
   */
  public static void main(String[] arguments) throws IOException {
    var redis =
        RedisStores.connect(arguments[0])
            .withTimeout(Duration.ofMillis(Long.parseLong(arguments[8])));
    var limit =
        RateLimit.perMinute(Long.parseLong(arguments[2]))
            .tokens(Long.parseLong(arguments[3]))
            .burst(Double.parseDouble(arguments[4]))
            .shareOnStoreFailure(Double.parseDouble(arguments[5]))
            .store(redis.permits())
            .build();
    var process =
        new LimitedProcess(
            limit,
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[6]),
            Integer.parseInt(arguments[7]));
    for (int caller = 0; caller < CALLERS; caller++) {
      Thread.ofVirtual().start(process::send);
    }
    while (System.in.read() >= 0) {
      // The end of the input is that of the test.
    }
    System.exit(0);
  }

  private void send() {
    var random = new Random();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        var lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      while (true) {
        double tokens = minTokens * Math.pow((double) maxTokens / minTokens, random.nextDouble());
        long output = Math.max(1, Math.round(tokens * 0.2 * Math.exp(0.3 * random.nextGaussian())));
        send(socket, lines, Math.round(tokens * 0.8), output);
      }
    } catch (IOException | UncheckedIOException e) {
      System.out.println("The provider has ended: " + e);
    } catch (AgentException e) {
      System.out.println("A request failed: " + e);
    }
  }

  private void send(Socket socket, BufferedReader lines, long input, long output)
      throws IOException {
    // The estimate is half of the input.
    var request =
        ModelRequest.of("model", List.of(Message.user("x".repeat((int) input * 2))))
            .withSampling(Sampling.defaults().withMaxTokens(MAX_TOKENS));
    try (ModelExchange exchange =
        limit.intercept(
            request, context(), (sent, context) -> exchange(socket, lines, input, output))) {
      exchange.forEach(event -> {});
    } catch (RateLimitedException e) {
      // The provider counts it.
    }
  }

  private static ModelExchange exchange(
      Socket socket, BufferedReader lines, long input, long output) {
    try {
      byte[] line = ((input + output) + "\n").getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(line);
      long wait = Long.parseLong(lines.readLine());
      if (wait > 0) {
        throw RateLimitedException.of(
            new ProviderError("strict", 429, null, "Too many requests", "{}"),
            RateLimitedException.Kind.RATE,
            Duration.ofNanos(wait));
      }
      return ModelExchange.of(
          new ModelEvent.Started("id", "model", Map.of()),
          new ModelEvent.UsageReport(Usage.of(input, output)),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunContext context() {
    return new RunContext(
        "test",
        Deadline.none(),
        Budget.unlimited(),
        Integer.MAX_VALUE,
        Listeners.none(),
        new Timings.Recorder(TimeSource.system()));
  }
}
