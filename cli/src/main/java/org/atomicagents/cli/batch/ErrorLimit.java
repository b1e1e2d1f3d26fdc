package org.atomicagents.cli.batch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.batch.StopPolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of the option {@code --max-errors}: a number of lines, or a percentage.
 *
 * @param text the text of the option
 */
public record ErrorLimit(String text, StopPolicy policy) {
  /** The number of lines from which a percentage is checked. */
  static final long MIN_ITEMS = 20;

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(%?)");
  private static final int PERCENT = 100;

  /**
   * Returns the limit of a valid option value.
   *
   * @throws TypeConversionException if it is not valid
   */
  public static ErrorLimit parse(String text) {
    return new Converter().convert(text);
  }

  /** Converts an option value for picocli. */
  public static final class Converter implements ITypeConverter<ErrorLimit> {
    @Override
    public ErrorLimit convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (matcher.matches()) {
        int number = Integer.parseInt(matcher.group(1));
        boolean isShare = !matcher.group(2).isEmpty();
        if (isShare && number <= PERCENT) {
          return new ErrorLimit(text, StopPolicy.errorRate((double) number / PERCENT, MIN_ITEMS));
        }
        if (!isShare && number > 0) {
          return new ErrorLimit(text, StopPolicy.failures(number));
        }
      }
      throw new TypeConversionException(
          "expected a number of lines from 1, or a percentage such as 5%%, found '%s'"
              .formatted(text));
    }
  }
}
