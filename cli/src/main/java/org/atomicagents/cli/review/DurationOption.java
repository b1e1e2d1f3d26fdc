package org.atomicagents.cli.review;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts an option value such as {@code 800ms}, {@code 1.5s} or {@code 2m} to a duration. */
public final class DurationOption implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?) ?(ms|s|m)");
  private static final double MILLI = 1e6;
  private static final double SECOND = 1e9;
  private static final double MINUTE = 60e9;

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "expected a duration with a unit, such as 800ms, 1.5s or 2m, found '%s'".formatted(text));
    }
    double unit =
        switch (matcher.group(2)) {
          case "ms" -> MILLI;
          case "s" -> SECOND;
          default -> MINUTE;
        };
    return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unit));
  }
}
