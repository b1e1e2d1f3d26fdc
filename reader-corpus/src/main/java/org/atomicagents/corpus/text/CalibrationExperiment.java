package org.atomicagents.corpus.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.token.CalibratedTokenCounter;

/**
 * Calibrates counters with half of a sample of requests, and measures their errors on the others.
 *
 * @param tokenizer the tokenizer of the model, which the counters do not know
 */
public record CalibrationExperiment(SimulatedTokenizer tokenizer) {
  /** The name of the model. */
  public static final String MODEL = "unpublished";

  /** The number of requests that calibrate a counter. */
  public static final int CALLS = 20;

  private static final int MESSAGE_TOKENS = 5;
  private static final int REQUEST_TOKENS = 7;

  /** Returns the true number of tokens of a text of a kind of {@link ContentSamples}. */
  @FunctionalInterface
  public interface SimulatedTokenizer {
    double count(String text, int kind);

    /** Returns a tokenizer whose counts are multiples of those of a counter, by kind. */
    static SimulatedTokenizer skewed(TokenCounter counter, double... skew) {
      return (text, kind) -> counter.count(text) * skew[kind];
    }
  }

  /** A request with its true number of tokens. */
  public record Sample(ModelRequest request, long tokens) {}

  /** Returns the 95th percentile of the relative errors after calibration, for eight seeds. */
  public double errorP95(Supplier<CalibratedTokenCounter> newCounter) {
    var errors = new ArrayList<Double>();
    for (long seed = 1; seed <= 8; seed++) {
      List<Sample> samples = samples(seed);
      CalibratedTokenCounter counter = newCounter.get();
      samples.subList(0, CALLS).forEach(sample -> learn(counter, sample));
      errors.addAll(errors(counter, samples.subList(CALLS, samples.size())));
    }
    Collections.sort(errors);
    return errors.get((int) Math.ceil(errors.size() * 0.95) - 1);
  }

  /** Returns twice as many requests as calibrate a counter. */
  public List<Sample> samples(long seed) {
    var texts = new ContentSamples(seed);
    var random = new Random(seed);
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < 2 * CALLS; i++) {
      int[] kinds = new int[1 + random.nextInt(4)];
      Arrays.setAll(kinds, k -> random.nextInt(ContentSamples.KINDS));
      double tokens = REQUEST_TOKENS;
      var messages = new ArrayList<Message>();
      for (int kind : kinds) {
        String text = texts.text(kind);
        messages.add(Message.user(text));
        tokens += MESSAGE_TOKENS + tokenizer.count(text, kind);
      }
      samples.add(new Sample(ModelRequest.of(MODEL, messages), Math.round(tokens)));
    }
    return samples;
  }

  /** Calibrates a counter with a request. */
  public static void learn(CalibratedTokenCounter counter, Sample sample) {
    counter.learn(sample.request(), Usage.of(sample.tokens(), 50));
  }

  /** Returns the relative errors of the estimates of a counter. */
  public static List<Double> errors(CalibratedTokenCounter counter, List<Sample> samples) {
    return samples.stream()
        .map(sample ->
            Math.abs(counter.count(sample.request()) - sample.tokens()) / (double) sample.tokens())
        .toList();
  }
}
