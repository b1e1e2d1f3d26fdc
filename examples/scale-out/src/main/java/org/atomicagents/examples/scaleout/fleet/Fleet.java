package org.atomicagents.examples.scaleout.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.atomicagents.limit.BlockPermitStore;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;

/**
 * A fleet whose processes share the limit of a provider.
 *
 * <p>Each process has callers that make one call after another. The numbers of callers differ
 * (lognormal, sigma 0.5), and so do the lengths of calls (lognormal, sigma 0.3, median 0.95 s).
 * After a minute of warm-up, a minute is measured; then the store is away for ten seconds, and
 * twenty seconds later a tenth of the processes is killed. Time advances in steps of a millisecond.
 */
public final class Fleet {
  private static final long STEP = 1_000_000L;
  private static final int SECOND = 1_000;
  private static final int MEASURED = 60 * SECOND;
  private static final int AWAY = 120 * SECOND;
  private static final int BACK = 130 * SECOND;
  private static final int KILL = 150 * SECOND;
  private static final int END = 160 * SECOND;
  private static final int SLOTS = 1 << 13;
  // The burst of rate limits.
  private static final double BURST = 0.02;

  private final FleetOptions options;
  private final FleetClock clock = new FleetClock();
  private final Random random;
  private final List<StoreServer> servers = new ArrayList<>();
  private final List<FleetProcess> processes = new ArrayList<>();
  private final EventWheel completions = new EventWheel(SLOTS);
  private final EventWheel attempts = new EventWheel(SLOTS);
  private final int[] servedInStep = new int[END];
  private int step;
  private long waits;
  private long worstWait;

  private Fleet(FleetOptions options, FleetVariant variant) {
    this.options = options;
    this.random = new Random(options.seed());
    long perMinute = 60L * options.callsPerSecond() / variant.servers();
    var bucket = new PermitBucket("fleet:requests", perMinute, (long) (perMinute * BURST));
    long share = Math.max(1, 60L * options.callsPerSecond() / options.processes());
    var local = new PermitBucket("share", share, Math.max(1, (long) (share * BURST)));
    for (int i = 0; i < variant.servers(); i++) {
      servers.add(new StoreServer(clock, options));
    }
    double mean = options.load() * options.callsPerSecond() / options.processes();
    for (int i = 0; i < options.processes(); i++) {
      StoreServer server = servers.get(i % servers.size());
      PermitStore store = server.store(i);
      if (variant.hold() != null) {
        store = BlockPermitStore.over(store, variant.hold(), clock);
      }
      // The mean of this lognormal distribution is 1.
      int callers = (int) Math.max(1, Math.round(mean * lognormal(0.5) / Math.exp(0.125)));
      processes.add(new FleetProcess(callers, clock, server, store, bucket, local));
    }
  }

  /** Simulates a variant. */
  public static FleetFigures simulate(FleetOptions options, FleetVariant variant) {
    return new Fleet(options, variant).run();
  }

  private FleetFigures run() {
    for (int i = 0; i < processes.size(); i++) {
      for (int caller = 0; caller < processes.get(i).callers(); caller++) {
        completions.add(1 + random.nextInt(SECOND), i);
      }
    }
    long[] servedBefore = new long[processes.size()];
    long callsBefore = 0;
    FleetFigures busy = null;
    long lost = 0;
    for (step = 0; step < END; step++) {
      clock.set(step * STEP);
      if (step == MEASURED) {
        Arrays.setAll(servedBefore, i -> processes.get(i).served());
        callsBefore = calls();
      } else if (step == AWAY) {
        busy = busyFigures(servedBefore, calls() - callsBefore);
        servers.forEach(server -> server.setAway(true));
      } else if (step == BACK) {
        servers.forEach(server -> server.setAway(false));
      } else if (step == KILL) {
        lost = killTenth();
      }
      advance();
    }
    if (busy == null) {
      throw new IllegalStateException("expected a measured minute, found none");
    }
    return new FleetFigures(
        busy.used(),
        busy.storeCallsPerSecond(),
        busy.meanWaitMillis(),
        busy.worstWaitMillis(),
        busy.leastServed(),
        largestMinute(),
        used(AWAY, BACK),
        used(BACK, KILL),
        used(KILL, END),
        lost);
  }

  private void advance() {
    completions.take(
        step,
        process -> {
          if (processes.get(process).enqueue()) {
            attempts.add(step, process);
          }
        });
    attempts.take(
        step,
        process -> {
          long wait = processes.get(process).attempt(this::served, process);
          if (wait >= 0) {
            attempts.add(step + (int) Math.min(SLOTS - 1, 1 + wait / STEP), process);
          }
        });
  }

  private void served(int process, long waited) {
    servedInStep[step]++;
    if (step >= MEASURED && step < AWAY) {
      waits += waited;
      worstWait = Math.max(worstWait, waited);
    }
    int length = (int) (0.95 * SECOND * lognormal(0.3));
    completions.add(step + Math.clamp(length, 1, SLOTS - 1), process);
  }

  private FleetFigures busyFigures(long[] before, long calls) {
    double least = Double.MAX_VALUE;
    long served = 0;
    long callers = 0;
    for (int i = 0; i < processes.size(); i++) {
      FleetProcess process = processes.get(i);
      long own = process.served() - before[i];
      least = Math.min(least, (double) own / process.callers());
      served += own;
      callers += process.callers();
      worstWait = Math.max(worstWait, process.presentWait());
    }
    double seconds = (double) (AWAY - MEASURED) / SECOND;
    return new FleetFigures(
        used(MEASURED, AWAY),
        calls / seconds,
        waits / 1e6 / served,
        worstWait / 1e6,
        least * callers / served,
        0,
        0,
        0,
        0,
        0);
  }

  private long killTenth() {
    long lost = 0;
    for (int i = 0; i < processes.size(); i += 10) {
      lost += processes.get(i).held();
      processes.get(i).kill();
    }
    return lost;
  }

  private long calls() {
    return servers.stream().mapToLong(StoreServer::calls).sum();
  }

  private double used(int from, int to) {
    long served = 0;
    for (int i = from; i < to; i++) {
      served += servedInStep[i];
    }
    return served * (double) SECOND / (to - from) / options.callsPerSecond();
  }

  private double largestMinute() {
    int minute = 60 * SECOND;
    long sum = 0;
    long largest = 0;
    for (int i = 0; i < END; i++) {
      sum += servedInStep[i] - (i < minute ? 0 : servedInStep[i - minute]);
      largest = Math.max(largest, sum);
    }
    return largest / 60.0 / options.callsPerSecond();
  }

  private double lognormal(double sigma) {
    return Math.exp(sigma * random.nextGaussian());
  }
}
