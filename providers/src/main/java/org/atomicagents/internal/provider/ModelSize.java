package org.atomicagents.internal.provider;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.model.PromptProfile;

/**
 * The size of a model, which is derived from its name: {@code 135M}, {@code 0.5b} or {@code 8x7B}.
 *
 * <p>A name without a size is of unknown size, except for families of small models only.
 */
public final class ModelSize {
  /**
   * A number of parameters, or the length of a context in tokens; not a number of active
   * parameters, as in {@code 30b-a3b}.
   */
  private static final Pattern SIZE =
      Pattern.compile("(?<![a-z0-9.])(?:\\d{1,2}x)?(\\d{1,4}(?:[._]\\d{1,2})?)([bm])(?![a-z0-9])");

  private static final Pattern SMALL_FAMILIES =
      Pattern.compile("(?:.*[/:])?(?:smollm2?|tinyllama)(?![a-z0-9]).*");

  /** In billions of parameters. */
  private static final double LARGEST_SMALL_MODEL = 2;

  /** In millions of tokens: no language model has so few parameters. */
  private static final double LARGEST_CONTEXT = 10;

  private ModelSize() {}

  /** Returns how a model is asked for an output. */
  public static PromptProfile promptProfile(String model) {
    OptionalDouble size = billions(model);
    boolean isSmall =
        size.isPresent()
            ? size.getAsDouble() <= LARGEST_SMALL_MODEL
            : SMALL_FAMILIES.matcher(model.toLowerCase(Locale.ROOT)).matches();
    return isSmall ? PromptProfile.SMALL : PromptProfile.STANDARD;
  }

  /** Returns the largest size in a name, in billions of parameters; empty if there is none. */
  public static OptionalDouble billions(String model) {
    Matcher sizes = SIZE.matcher(model.toLowerCase(Locale.ROOT));
    double largest = 0;
    while (sizes.find()) {
      double number = Double.parseDouble(sizes.group(1).replace('_', '.'));
      boolean isBillions = sizes.group(2).equals("b");
      if (isBillions || number > LARGEST_CONTEXT) {
        largest = Math.max(largest, isBillions ? number : number / 1_000);
      }
    }
    return largest == 0 ? OptionalDouble.empty() : OptionalDouble.of(largest);
  }
}
