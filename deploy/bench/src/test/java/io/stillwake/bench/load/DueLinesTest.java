package io.stillwake.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DueLinesTest {

  private final DueLines due = new DueLines();

  private static WorkLine line(String work) {
    return WorkLines.line(work, "render", false);
  }

  private List<String> take(int count) throws InterruptedException {
    List<String> works = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      works.add(due.take().work());
    }
    return works;
  }

  @Test
  void linesOfOneTimeComeInTheOrderOfTheList() throws Exception {
    List<String> works = IntStream.range(0, 100).mapToObj(Integer::toString).toList();
    long now = System.nanoTime();
    works.forEach(work -> due.add(line(work), now));

    assertThat(take(100)).containsExactlyElementsOf(works);
  }

  @Test
  void anEarlierLineComesFirst() throws Exception {
    long now = System.nanoTime();
    due.add(line("late"), now);
    due.add(line("early"), now - 1);

    assertThat(take(2)).containsExactly("early", "late");
  }
}
