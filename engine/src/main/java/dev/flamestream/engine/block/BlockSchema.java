package dev.flamestream.engine.block;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.flamestream.schemas.block.BlockFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The columns of a block as Parquet's schema. */
public final class BlockSchema {
    /** All columns. */
    public static final MessageType ALL = of(column -> true);

    private BlockSchema() {}

    /** Only those columns that a predicate takes; the map's two leaves must go together. */
    public static MessageType of(Predicate<BlockColumn> wanted) {
        List<Type> fields = new ArrayList<>();
        for (BlockColumn column : BlockColumn.values()) {
            if (wanted.test(column) && column != BlockColumn.LABEL_VALUE) {
                fields.add(column == BlockColumn.LABEL_NAME ? labels() : field(column));
            }
        }
        return new MessageType("block", fields);
    }

    /** Parquet's view of a column. */
    public static ColumnDescriptor descriptor(BlockColumn column) {
        return ALL.getColumns().get(column.index());
    }

    private static Type labels() {
        return Types.optionalMap()
                .key(Types.required(BINARY).as(stringType()).named("key"))
                .value(Types.required(BINARY).as(stringType()).named("value"))
                .named(BlockFormat.LABELS);
    }

    private static PrimitiveType field(BlockColumn column) {
        Types.PrimitiveBuilder<PrimitiveType> type = Types.primitive(
                switch (column.coding()) {
                    case STRING, BYTES -> BINARY;
                    case INT -> INT32;
                    case LONG -> INT64;
                    case FLAG -> BOOLEAN;
                },
                column.rows() == BlockColumn.Rows.BOTH ? Repetition.REQUIRED : Repetition.OPTIONAL);
        if (column.coding() == BlockColumn.Coding.STRING || column == BlockColumn.PROFILE_ID) {
            return type.as(stringType()).named(column.path());
        }
        return column == BlockColumn.TIME
                ? type.as(timestampType(true, TimeUnit.MILLIS)).named(column.path())
                : type.named(column.path());
    }
}
