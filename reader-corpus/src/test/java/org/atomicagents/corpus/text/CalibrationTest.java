package org.atomicagents.corpus.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.corpus.text.CalibrationExperiment.CALLS;
import static org.atomicagents.corpus.text.CalibrationExperiment.MODEL;

import java.util.List;
import org.atomicagents.corpus.text.CalibrationExperiment.Sample;
import org.atomicagents.corpus.text.CalibrationExperiment.SimulatedTokenizer;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.token.CalibratedTokenCounter;
import org.atomicagents.tokenizers.Tokenizers;
import org.junit.jupiter.api.Test;

/** Calibration with 20 requests, and the errors of 20 others. */
class CalibrationTest {
  private static final SimulatedTokenizer EXACT = (text, kind) -> Tokenizers.o200k().count(text);
  private static final CalibrationExperiment EXPERIMENT = new CalibrationExperiment(EXACT);

  @Test
  void learnsASkewByContentClass() {
    var experiment =
        new CalibrationExperiment(
            SimulatedTokenizer.skewed(Tokenizers.o200k(), 1.15, 1.6, 1.35, 0.7));

    assertThat(experiment.errorP95(() -> CalibratedTokenCounter.of(MODEL))).isLessThan(0.05);
    assertThat(experiment.errorP95(() -> CalibratedTokenCounter.of(MODEL, Tokenizers.o200k())))
        .isLessThan(0.02);
  }

  @Test
  void learnsAnotherVocabulary() {
    var experiment = new CalibrationExperiment((text, kind) -> Tokenizers.cl100k().count(text));

    assertThat(experiment.errorP95(() -> CalibratedTokenCounter.of(MODEL, Tokenizers.o200k())))
        .isLessThan(0.04);
  }

  @Test
  void ignoresUsageThatCannotBelongToTheRequest() {
    List<Sample> samples = EXPERIMENT.samples(6);
    CalibratedTokenCounter counter = calibrated(samples);
    int calls = counter.calls();

    ModelRequest request = samples.getFirst().request();
    counter.learn(request, Usage.NONE);
    counter.learn(request, Usage.of(100_000_000, 1));
    counter.learn(request, Usage.of(1, 1));

    assertThat(counter.calls()).isEqualTo(calls);
    assertThat(CalibrationExperiment.errors(counter, samples)).allMatch(error -> error < 0.02);
  }

  @Test
  void oneOutlierHasLittleEffect() {
    List<Sample> samples = EXPERIMENT.samples(7);
    CalibratedTokenCounter counter = calibrated(samples);

    Sample first = samples.getFirst();
    counter.learn(first.request(), Usage.of(3 * first.tokens(), 50));

    assertThat(CalibrationExperiment.errors(counter, samples)).allMatch(error -> error < 0.05);
  }

  @Test
  void countsTokensThatAreCachedSeparately() {
    List<Sample> samples = EXPERIMENT.samples(8);
    var counter = CalibratedTokenCounter.of(MODEL, Tokenizers.o200k());

    for (Sample sample : samples.subList(0, CALLS)) {
      long cached = sample.tokens() * 9 / 10;
      counter.learn(sample.request(), new Usage(sample.tokens() - cached, 5, cached, 0, 0, 0, 0));
    }

    assertThat(CalibrationExperiment.errors(counter, samples)).allMatch(error -> error < 0.05);
  }

  private static CalibratedTokenCounter calibrated(List<Sample> samples) {
    var counter = CalibratedTokenCounter.of(MODEL, Tokenizers.o200k());
    samples.subList(0, CALLS).forEach(sample -> CalibrationExperiment.learn(counter, sample));
    return counter;
  }
}
