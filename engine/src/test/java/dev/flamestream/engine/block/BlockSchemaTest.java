package dev.flamestream.engine.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

class BlockSchemaTest {
    @Test
    void schemaOfVersionOneStaysAsItIs() {
        assertThat(BlockSchema.ALL).isEqualTo(MessageTypeParser.parseMessageType("""
                message block {
                  required binary service_name (STRING);
                  required binary profile_type (STRING);
                  required int32 section;
                  required int64 total;
                  optional int64 time (TIMESTAMP(MILLIS,true));
                  optional int64 duration_nanos;
                  optional int64 period;
                  optional group labels (MAP) {
                    repeated group key_value {
                      required binary key (STRING);
                      required binary value (STRING);
                    }
                  }
                  optional binary stacks;
                  optional binary values;
                  optional binary profile_id (STRING);
                  optional binary spans;
                  optional int32 depth;
                  optional int64 self;
                  optional binary function (STRING);
                  optional binary mapping (STRING);
                  optional int64 address;
                  optional binary system_name (STRING);
                  optional binary file (STRING);
                  optional int32 line;
                  optional int32 start_line;
                  optional binary build_id (STRING);
                  optional boolean inlined;
                }
                """));
    }

    @Test
    void columnsStandInTheOrderOfTheSchema() {
        assertThat(Arrays.stream(BlockColumn.values()).map(BlockColumn::path))
                .containsExactlyElementsOf(BlockSchema.ALL.getColumns().stream()
                        .map(column -> String.join(".", column.getPath()))
                        .toList());
        assertThat(Arrays.stream(BlockColumn.values()).map(BlockColumn::maxDefinitionLevel))
                .containsExactlyElementsOf(BlockSchema.ALL.getColumns().stream()
                        .map(column -> column.getMaxDefinitionLevel())
                        .toList());
    }
}
