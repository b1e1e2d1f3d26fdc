package org.atomicagents.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.cli.terminal.StyledText;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TerminalSize;
import org.atomicagents.message.Usage;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTextTest {
  private static final BatchProgress HALF =
      new BatchProgress(
          500,
          3,
          40,
          5,
          OptionalLong.of(1_000),
          Duration.ofSeconds(50),
          10,
          Usage.of(7, 3),
          Optional.of(new BigDecimal("0.012345")));
  private static final BatchProgress UNKNOWN =
      new BatchProgress(
          12,
          0,
          0,
          1,
          OptionalLong.empty(),
          Duration.ofSeconds(1),
          12.34,
          Usage.NONE,
          Optional.empty());

  private final ProgressText text = new ProgressText("USD");
  private final StringWriter errors = new StringWriter();

  @Test
  void linesNameAllNumbers() {
    assertThat(text.line(HALF))
        .isEqualTo(
            "500 of 1000 done, 3 failed, 40 replayed, 5 in flight, 10.0/s, 50 s left, USD"
                + " 0.0123.");
    assertThat(text.line(UNKNOWN)).isEqualTo("12 done, 0 failed, 1 in flight, 12.3/s.");
  }

  @Test
  void aTerminalShowsABar() throws InterruptedException {
    var drawn = new Semaphore(0);
    var display =
        ProgressDisplay.start(terminal(120, true), text, true, sleeping(drawn), () -> HALF);
    drawn.acquire();
    display.close();

    assertThat(errors.toString())
        .contains(
            "[###############---------------]  50%  500 of 1000  3 failed  40 replayed  5 in"
                + " flight  10.0/s  50 s left")
        .endsWith("\033[J");
  }

  @Test
  void aNarrowTerminalShowsTheNumbersOnly() {
    assertThat(text.bar(HALF, 79))
        .isEqualTo(
            StyledText.plain(
                "50%  500 of 1000  3 failed  40 replayed  5 in flight  10.0/s  50 s left  USD"
                    + " 0.0123"));
  }

  @Test
  void aPipeGetsLines() throws InterruptedException {
    var drawn = new Semaphore(0);
    var display =
        ProgressDisplay.start(terminal(0, false), text, true, sleeping(drawn), () -> UNKNOWN);
    drawn.acquire(2);
    display.close();

    assertThat(errors.toString()).startsWith("12 done, 0 failed, 1 in flight, 12.3/s.");
    assertThat(errors.toString()).doesNotContain("\033");
  }

  @ParameterizedTest
  @CsvSource({
    "0,USD 0.00",
    "0.0000123456,USD 0.0000123",
    "0.5,USD 0.5",
    "1,USD 1.00",
    "1234.567,USD 1234.57"
  })
  void amountsHaveTheDigitsThatMatter(BigDecimal amount, String shown) {
    assertThat(text.money(amount)).isEqualTo(shown);
    assertThat(new ProgressText("").money(BigDecimal.ONE)).isEqualTo("1.00");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 s",
    "59,59 s",
    "60,1 min 0 s",
    "3599,59 min 59 s",
    "3600,1 h 0 min",
    "90061,25 h 1 min"
  })
  void durationsHaveTwoUnits(long seconds, String shown) {
    assertThat(ProgressText.duration(Duration.ofSeconds(seconds))).isEqualTo(shown);
  }

  private Terminal terminal(int columns, boolean isErrorTerminal) {
    return Terminal.of(
        new PrintWriter(new StringWriter()),
        new PrintWriter(errors),
        TerminalSize.ofColumns(columns),
        isErrorTerminal,
        name -> name.equals("NO_COLOR") ? "1" : null);
  }

  /** Returns a clock that permits two sleeps, each of which releases a permit. */
  private static TimeSource sleeping(Semaphore slept) {
    var remaining = new Semaphore(2);
    return new TimeSource() {
      @Override
      public Instant now() {
        return Instant.EPOCH;
      }

      @Override
      public long nanoTime() {
        return 0;
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        slept.release();
        remaining.acquire();
      }
    };
  }
}
