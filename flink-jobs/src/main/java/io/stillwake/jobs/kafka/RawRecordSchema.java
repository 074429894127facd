package io.stillwake.jobs.kafka;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Passes records on unread: an exception here would stop the job at the same record for ever.
 * Tombstones carry nothing and are skipped.
 */
final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    if (record.value() == null) {
      return;
    }
    byte[] key = record.key() == null ? new byte[0] : record.key();
    out.collect(
        new RawRecord(record.topic(), record.partition(), record.offset(), key, record.value()));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return Types.POJO(RawRecord.class);
  }
}
