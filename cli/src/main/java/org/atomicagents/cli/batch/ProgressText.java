package org.atomicagents.cli.batch;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.cli.terminal.AnsiStyle;
import org.atomicagents.cli.terminal.StyledText;

/**
 * The progress of a batch as text.
 *
 * @param currency the currency of the costs; empty if it is not known
 */
public record ProgressText(String currency) {
  private static final int MIN_BAR = 10;
  private static final int MAX_BAR = 30;
  private static final int MONEY_DIGITS = 2;
  private static final MathContext SMALL_MONEY = new MathContext(3);
  private static final long SECONDS_PER_MINUTE = 60;
  private static final long MINUTES_PER_HOUR = 60;

  /** Returns the progress as a sentence, for output that is no terminal. */
  public String line(BatchProgress progress) {
    return "%s done, %s.".formatted(count(progress), String.join(", ", details(progress)));
  }

  /** Returns the progress as a bar and its numbers; without a total, only the numbers. */
  StyledText bar(BatchProgress progress, int width) {
    String details = "  " + String.join("  ", details(progress));
    String count = count(progress);
    if (progress.total().isEmpty() || progress.total().getAsLong() == 0) {
      return StyledText.plain(count + " done" + details);
    }
    double share = Math.min(1, (double) progress.done() / progress.total().getAsLong());
    String percent = String.format(Locale.ROOT, " %3.0f%%  ", Math.floor(share * 100));
    int available = width - details.length() - count.length() - percent.length() - 2;
    if (available < MIN_BAR) {
      return StyledText.plain(percent.strip() + "  " + count + details);
    }
    int length = Math.min(available, MAX_BAR);
    int filled = (int) (share * length);
    return StyledText.plain("[")
        .append(AnsiStyle.CYAN, "#".repeat(filled))
        .append(AnsiStyle.DIM, "-".repeat(length - filled))
        .append("]" + percent + count + details);
  }

  /** Returns a cost with its currency, such as {@code USD 0.0123}. */
  public String money(BigDecimal amount) {
    BigDecimal shown =
        amount.compareTo(BigDecimal.ONE) >= 0 || amount.signum() == 0
            ? amount.setScale(MONEY_DIGITS, RoundingMode.HALF_UP)
            : amount.round(SMALL_MONEY).stripTrailingZeros();
    return (currency.isEmpty() ? "" : currency + " ") + shown.toPlainString();
  }

  /** Returns a duration in its two largest units, such as {@code 1 min 10 s}. */
  public static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    long minutes = seconds / SECONDS_PER_MINUTE;
    if (minutes == 0) {
      return seconds + " s";
    }
    long hours = minutes / MINUTES_PER_HOUR;
    return hours == 0
        ? minutes + " min " + seconds % SECONDS_PER_MINUTE + " s"
        : hours + " h " + minutes % MINUTES_PER_HOUR + " min";
  }

  private static String count(BatchProgress progress) {
    return progress.total().isPresent()
        ? progress.done() + " of " + progress.total().getAsLong()
        : Long.toString(progress.done());
  }

  private List<String> details(BatchProgress progress) {
    var parts = new ArrayList<String>();
    parts.add(progress.failed() + " failed");
    if (progress.replayed() > 0) {
      parts.add(progress.replayed() + " replayed");
    }
    parts.add(progress.inFlight() + " in flight");
    parts.add(String.format(Locale.ROOT, "%.1f/s", progress.itemsPerSecond()));
    progress.timeLeft().ifPresent(left -> parts.add(duration(left) + " left"));
    progress.cost().ifPresent(cost -> parts.add(money(cost)));
    return parts;
  }
}
