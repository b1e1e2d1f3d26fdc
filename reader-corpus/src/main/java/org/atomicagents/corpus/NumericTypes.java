package org.atomicagents.corpus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;

/** Types with numeric components. */
public final class NumericTypes {
  private NumericTypes() {}

  /** A record with every numeric type. */
  @Description("Numbers")
  public record Numbers(
      byte small,
      short medium,
      int count,
      long total,
      float ratio,
      double exact,
      BigInteger huge,
      BigDecimal price) {}

  /** A record with optional numbers. */
  @Description("A reading of a meter")
  public record Reading(
      String meter, @Nullable Long counter, @Nullable Double value, boolean valid) {}

  /** A record with amounts. */
  @Description("A balance sheet")
  public record Balance(
      String company, int year, BigDecimal revenue, BigDecimal profit, List<Post> posts) {}

  /** One line of a balance sheet. */
  @Description("A post")
  public record Post(String name, BigDecimal amount, boolean estimated) {}
}
