package org.atomicagents.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of the option {@code --concurrency}: different numbers of callers, separated by commas.
 */
public record ConcurrencyLevels(List<Integer> callers) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

  public ConcurrencyLevels {
    callers = List.copyOf(callers);
  }

  /** Converts an option value for picocli. */
  public static final class Converter implements ITypeConverter<ConcurrencyLevels> {
    @Override
    public ConcurrencyLevels convert(String text) {
      var callers = new ArrayList<Integer>();
      for (String part : text.split(",", -1)) {
        String number = part.strip();
        int value = NUMBER.matcher(number).matches() ? Integer.parseInt(number) : 0;
        if (value < 1 || value > LoadPlan.MAX_CONCURRENCY || callers.contains(value)) {
          throw invalid(text);
        }
        callers.add(value);
      }
      if (callers.size() > LoadPlan.MAX_LEVELS) {
        throw invalid(text);
      }
      return new ConcurrencyLevels(callers);
    }

    private static TypeConversionException invalid(String text) {
      return new TypeConversionException(
          "expected 1 to %d different numbers from 1 to %d, such as 1,5,20, found '%s'"
              .formatted(LoadPlan.MAX_LEVELS, LoadPlan.MAX_CONCURRENCY, text));
    }
  }
}
