package org.atomicagents.cache;

import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.atomicagents.schema.Description;

/** Types of the tests of caches. */
final class CacheTypes {
  private CacheTypes() {}

  @Description("A question")
  record Inquiry(@Description("The text") String text) {}

  @Description("A question with labels")
  record LabelledInquiry(
      @Description("The text") String text,
      @Description("The labels") Map<String, String> labels) {}

  @Description("A plan")
  record Plan(
      @Description("The summary") String summary,
      @Description("The steps") @Size(max = 5) List<Step> steps) {}

  @Description("A step")
  record Step(@Description("The title") String title) {}

  @Description("A short plan")
  record ShortPlan(@Description("The summary") String summary) {}

  static final String PLAN_JSON =
      "{\"summary\":\"First buy flour, then bake.\",\"steps\":[{\"title\":\"Buy"
          + " flour\"},{\"title\":\"Bake\"}]}";

  static final Plan PLAN =
      new Plan("First buy flour, then bake.", List.of(new Step("Buy flour"), new Step("Bake")));
}
