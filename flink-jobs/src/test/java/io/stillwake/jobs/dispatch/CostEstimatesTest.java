package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stillwake.proto.FramesTask;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.Size;
import io.stillwake.proto.WorkItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CostEstimatesTest {

  private final MapPoolStore store = new MapPoolStore();
  private CostEstimates estimates;

  @BeforeEach
  void open() throws Exception {
    estimates = new CostEstimates(store);
  }

  @Test
  void beforeAnythingIsMeasuredTheRequestIsBelieved() {
    assertThat(estimates.of(frames("svd", 768, 16, 3))).isEqualTo(3);
  }

  @Test
  void estimateIsTheMedianOfWhatWasMeasured() throws Exception {
    for (double seconds : new double[] {8, 6, 7}) {
      learn(frames("svd", 768, 16, 3), seconds);
    }

    assertThat(estimates.of(frames("svd", 768, 16, 3))).isCloseTo(7, within(1e-6));
  }

  @Test
  void oneThatIsFarOffMovesNothing() throws Exception {
    for (double seconds : new double[] {6, 600, 6, 6, 0.001}) {
      learn(frames("svd", 768, 16, 3), seconds);
    }

    assertThat(estimates.of(frames("svd", 768, 16, 3))).isCloseTo(6, within(1e-6));
  }

  @Test
  void otherSizeStartsWithWhatIsKnownOfTheModel() throws Exception {
    learnMany(frames("svd", 768, 16, 3), 6, 3);
    learnMany(frames("fast", 768, 16, 3), 1, 3);

    assertThat(estimates.of(frames("svd", 1024, 16, 5))).isCloseTo(10, within(1e-6));
    assertThat(estimates.of(frames("unheard of", 768, 16, 5))).isEqualTo(5);
  }

  @Test
  void sizesAndNumbersOfFramesAreLearntApart() throws Exception {
    learnMany(frames("svd", 768, 16, 3), 6, 3);
    learnMany(frames("svd", 768, 32, 3), 9, 3);
    learnMany(frames("svd", 1024, 16, 3), 12, 3);

    assertThat(estimates.of(frames("svd", 768, 16, 3))).isCloseTo(6, within(1e-6));
    assertThat(estimates.of(frames("svd", 768, 32, 3))).isCloseTo(9, within(1e-6));
    assertThat(estimates.of(frames("svd", 1024, 16, 3))).isCloseTo(12, within(1e-6));
  }

  @Test
  void whatChangedForGoodIsLearntAnew() throws Exception {
    learnMany(frames("svd", 768, 16, 3), 6, 31);
    learnMany(frames("svd", 768, 16, 3), 2, 16);

    assertThat(estimates.of(frames("svd", 768, 16, 3))).isCloseTo(2, within(1e-6));
  }

  @Test
  void restartForgetsNothing() throws Exception {
    learnMany(frames("svd", 768, 16, 3), 6, 40);

    estimates = new CostEstimates(store);

    assertThat(estimates.of(frames("svd", 768, 16, 3))).isCloseTo(6, within(1e-6));
    assertThat(estimates.of(frames("svd", 512, 16, 3))).isCloseTo(6, within(1e-6));
  }

  @Test
  void restartForgetsLittleOfWhatWasLearntLast() throws Exception {
    learnMany(frames("svd", 768, 16, 3), 6, 31);
    learnMany(frames("svd", 768, 16, 3), 2, 24);

    estimates = new CostEstimates(store);

    assertThat(estimates.of(frames("svd", 768, 16, 3))).isCloseTo(2, within(1e-6));
  }

  @Test
  void fewAnswersAreWrittenOneByOne() throws Exception {
    learnMany(frames("svd", 768, 16, 3), 6, 1000);

    assertThat(store.costsWritten()).isLessThan(300);
  }

  @ParameterizedTest
  @CsvSource({"NaN, 0.01", "-Infinity, 0.01", "Infinity, 3600", "0, 0.01", "2, 2"})
  void costThatIsNoNumberBecomesOne(double asked, double cost) {
    assertThat(estimates.of(frames("svd", 768, 16, asked))).isEqualTo(cost);
  }

  private void learnMany(WorkItem item, double seconds, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      learn(item, seconds);
    }
  }

  private void learn(WorkItem item, double seconds) throws Exception {
    estimates.learn(CostKey.of(item), CostEstimates.asked(item), seconds);
  }

  private static WorkItem frames(String model, int width, int frames, double asked) {
    return SomeWork.item("r", "w").toBuilder()
        .setSize(Size.newBuilder().setWidth(width).setHeight(512))
        .setFrameCount(frames)
        .setCostSeconds(asked)
        .setFrames(FramesTask.newBuilder().setCall(ModelCall.newBuilder().setModel(model)))
        .build();
  }
}
