package org.atomicagents.examples.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.atomicagents.examples.scaleout.places.ModelSource;
import org.atomicagents.examples.scaleout.places.Places;
import org.junit.jupiter.api.Test;

class PlaceOverheadTest {

  @Test
  void measuresAPlace() throws Exception {
    var source = ModelSource.of("{\"urgency\":\"LOW\",\"summary\":\"A question.\"}");
    try (var places = new Places(source, 4)) {
      assertThat(PlaceOverhead.measure(places::batch, 10).row()).startsWith("| batch | ");
    }
  }

  @Test
  void replacesTheTableOfAPage() {
    String page =
        "# A\n<!-- table a -->\nold\n<!-- end table -->\n<!-- table b -->\nb\n<!-- end table -->\n";

    assertThat(PageTable.replace(page, "a", "new"))
        .isEqualTo(
            "# A\n"
                + "<!-- table a -->\n"
                + "new\n"
                + "<!-- end table -->\n"
                + "<!-- table b -->\n"
                + "b\n"
                + "<!-- end table -->\n");
    assertThatThrownBy(() -> PageTable.replace(page, "c", "new"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("page: expected the lines <!-- table c --> and <!-- end table -->, found none");
  }
}
