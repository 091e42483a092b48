#include "scanner/readers/metafile.h"

#include <math.h>
#include <string.h>

/* Records (MS-EMF 2.3.11, 2.3.12). */
enum {
    EMR_SAVEDC = 33,
    EMR_RESTOREDC = 34,
    EMR_SETWORLDTRANSFORM = 35,
    EMR_MODIFYWORLDTRANSFORM = 36,
};

/* How a transform changes the one in use (2.1.24). */
enum { MWT_IDENTITY = 1, MWT_LEFTMULTIPLY, MWT_RIGHTMULTIPLY, MWT_SET };

enum { HEAD_BYTES = 8, TRANSFORM_BYTES = 24, KEPT = 64 };

static const MetafileTransform identity = {1, 1, 0, 0};

static MetafileTransform *get_current(const Metafile *metafile)
{
    if (metafile->transforms->len == 0) {
        g_array_append_val(metafile->transforms, identity);
    }
    return &g_array_index(metafile->transforms, MetafileTransform, metafile->transforms->len - 1);
}

static double get_float(const guint8 *bytes)
{
    guint32 bits = metafile_get_u32(bytes);
    float value = 0;
    memcpy(&value, &bits, sizeof value);
    return isfinite(value) ? (double)value : 0;
}

/* First one, then the other. */
static MetafileTransform combine(const MetafileTransform *first, const MetafileTransform *then)
{
    return (MetafileTransform){first->width * then->width, first->height * then->height,
                               first->x * then->width + then->x, first->y * then->height + then->y};
}

static void change(Metafile *metafile, const guint8 *bytes, guint32 mode)
{
    MetafileTransform *current = get_current(metafile);
    MetafileTransform told = {get_float(bytes), get_float(bytes + 12), get_float(bytes + 16),
                              get_float(bytes + 20)};
    switch (mode) {
    case MWT_IDENTITY:
        *current = identity;
        break;
    case MWT_LEFTMULTIPLY:
        *current = combine(&told, current);
        break;
    case MWT_RIGHTMULTIPLY:
        *current = combine(current, &told);
        break;
    case MWT_SET:
    default:
        *current = told;
        break;
    }
}

void metafile_transform_read(Metafile *metafile, guint32 type, const guint8 *bytes, guint32 length)
{
    GArray *transforms = metafile->transforms;
    if (type == EMR_SAVEDC && transforms->len < KEPT) {
        MetafileTransform kept = *get_current(metafile);
        g_array_append_val(transforms, kept);
    } else if (type == EMR_RESTOREDC && transforms->len > 1) {
        g_array_set_size(transforms, transforms->len - 1);
    } else if (type == EMR_SETWORLDTRANSFORM && length >= HEAD_BYTES + TRANSFORM_BYTES) {
        change(metafile, bytes + HEAD_BYTES, MWT_SET);
    } else if (type == EMR_MODIFYWORLDTRANSFORM && length >= HEAD_BYTES + TRANSFORM_BYTES + 4) {
        change(metafile, bytes + HEAD_BYTES,
               metafile_get_u32(bytes + HEAD_BYTES + TRANSFORM_BYTES));
    }
}

static gint64 round_to(double value)
{
    double bounded = isnan(value) ? 0 : CLAMP(value, -1e12, 1e12);
    return (gint64)(bounded < 0 ? bounded - 0.5 : bounded + 0.5);
}

void metafile_transform_place(const Metafile *metafile, MetafilePlace *place)
{
    const MetafileTransform *current = get_current(metafile);
    place->x = round_to((double)place->x * current->width + current->x);
    place->y = round_to((double)place->y * current->height + current->y);
    if (place->width >= 0) {
        place->width = round_to((double)place->width * fabs(current->width));
    }
}
