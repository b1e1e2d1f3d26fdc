package org.atomicagents.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.api.EncodingType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.token.CalibratedTokenCounter;
import org.junit.jupiter.api.Test;

/** Calibration with 20 requests, and the errors of 20 others. */
class CalibrationTest {
  private static final String MODEL = "unpublished";
  private static final int CALLS = 20;

  /** A request and the content class of each message. */
  private record Sample(ModelRequest request, List<Integer> kinds) {}

  /** The true number of tokens of a message of a kind. */
  @FunctionalInterface
  private interface Tokenizer {
    double count(String text, int kind);
  }

  @Test
  void learnsASkewByContentClass() {
    double[] skew = {1.15, 1.6, 1.35, 0.7};
    Tokenizer skewed = (text, kind) -> Tokenizers.o200k().count(text) * skew[kind];

    assertThat(errorP95(() -> CalibratedTokenCounter.of(MODEL), skewed)).isLessThan(0.05);
    assertThat(errorP95(() -> CalibratedTokenCounter.of(MODEL, Tokenizers.o200k()), skewed))
        .isLessThan(0.02);
  }

  @Test
  void learnsAnotherVocabulary() {
    var oldest = new ChatTokenCounter(new Vocabulary(EncodingType.R50K_BASE));

    assertThat(errorP95(() -> CalibratedTokenCounter.of(MODEL), (text, kind) -> oldest.count(text)))
        .isLessThan(0.055);
    assertThat(
            errorP95(
                () -> CalibratedTokenCounter.of(MODEL, Tokenizers.o200k()),
                (text, kind) -> Tokenizers.cl100k().count(text)))
        .isLessThan(0.04);
  }

  @Test
  void ignoresUsageThatCannotBelongToTheRequest() {
    Tokenizer exact = (text, kind) -> Tokenizers.o200k().count(text);
    List<Sample> samples = samples(6);
    var counter = CalibratedTokenCounter.of(MODEL, Tokenizers.o200k());
    samples.subList(0, CALLS).forEach(sample -> learn(counter, sample, exact));
    int calls = counter.calls();

    ModelRequest request = samples.getFirst().request();
    counter.learn(request, Usage.NONE);
    counter.learn(request, Usage.of(100_000_000, 1));
    counter.learn(request, Usage.of(1, 1));

    assertThat(counter.calls()).isEqualTo(calls);
    assertThat(errors(counter, samples, exact)).allMatch(error -> error < 0.02);
  }

  @Test
  void oneOutlierHasLittleEffect() {
    Tokenizer exact = (text, kind) -> Tokenizers.o200k().count(text);
    List<Sample> samples = samples(7);
    var counter = CalibratedTokenCounter.of(MODEL, Tokenizers.o200k());
    samples.subList(0, CALLS).forEach(sample -> learn(counter, sample, exact));

    learn(counter, samples.getFirst(), (text, kind) -> 3 * exact.count(text, kind));

    assertThat(errors(counter, samples, exact)).allMatch(error -> error < 0.05);
  }

  @Test
  void countsTokensThatAreCachedSeparately() {
    List<Sample> samples = samples(8);
    var counter = CalibratedTokenCounter.of(MODEL, Tokenizers.o200k());
    Tokenizer exact = (text, kind) -> Tokenizers.o200k().count(text);

    for (Sample sample : samples.subList(0, CALLS)) {
      long tokens = Math.round(tokens(sample, exact));
      long cached = tokens * 9 / 10;
      counter.learn(sample.request(), new Usage(tokens - cached, 5, cached, 0, 0, 0, 0));
    }

    assertThat(errors(counter, samples, exact)).allMatch(error -> error < 0.05);
  }

  private static double errorP95(Supplier<CalibratedTokenCounter> newCounter, Tokenizer tokenizer) {
    var errors = new ArrayList<Double>();
    for (long seed = 1; seed <= 8; seed++) {
      List<Sample> samples = samples(seed);
      CalibratedTokenCounter counter = newCounter.get();
      samples.subList(0, CALLS).forEach(sample -> learn(counter, sample, tokenizer));
      errors.addAll(errors(counter, samples.subList(CALLS, samples.size()), tokenizer));
    }
    Collections.sort(errors);
    return errors.get((int) Math.ceil(errors.size() * 0.95) - 1);
  }

  private static List<Double> errors(
      CalibratedTokenCounter counter, List<Sample> samples, Tokenizer tokenizer) {
    return samples.stream()
        .map(sample -> {
          double tokens = tokens(sample, tokenizer);
          return Math.abs(counter.count(sample.request()) - tokens) / tokens;
        })
        .toList();
  }

  private static void learn(CalibratedTokenCounter counter, Sample sample, Tokenizer tokenizer) {
    counter.learn(sample.request(), Usage.of(Math.round(tokens(sample, tokenizer)), 50));
  }

  private static double tokens(Sample sample, Tokenizer tokenizer) {
    double tokens = 7;
    for (int i = 0; i < sample.kinds().size(); i++) {
      String text = sample.request().messages().get(i).text();
      tokens += 5 + tokenizer.count(text, sample.kinds().get(i));
    }
    return tokens;
  }

  private static List<Sample> samples(long seed) {
    var texts = new ContentSamples(seed);
    var random = new Random(seed);
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < 2 * CALLS; i++) {
      Integer[] kinds = new Integer[1 + random.nextInt(4)];
      Arrays.setAll(kinds, k -> random.nextInt(4));
      List<Message> messages =
          Arrays.stream(kinds).map(kind -> Message.user(texts.text(kind))).toList();
      samples.add(new Sample(ModelRequest.of(MODEL, messages), List.of(kinds)));
    }
    return samples;
  }
}
