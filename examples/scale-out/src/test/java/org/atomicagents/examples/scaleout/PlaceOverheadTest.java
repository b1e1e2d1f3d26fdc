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
        """
        # A
        <!-- table a -->
        old
        <!-- end table -->
        <!-- table b -->
        kept
        <!-- end table -->
        """;

    assertThat(PageTable.replace(page, "a", "new"))
        .isEqualTo(
            """
            # A
            <!-- table a -->
            new
            <!-- end table -->
            <!-- table b -->
            kept
            <!-- end table -->
            """);
    assertThatThrownBy(() -> PageTable.replace(page, "c", "new"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("page: expected the lines <!-- table c --> and <!-- end table -->, found none");
  }
}
