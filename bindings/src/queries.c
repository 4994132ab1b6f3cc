/* queries.c -- what every tier can be asked. Nothing here changes what a
 * replay would see. */
#include "asx/pump.h"
#include "exports.h"
#include "instance.h"

uint32_t asxb_export_abi_fingerprint_lo(void)
{
    return ASXB_FINGERPRINT_LO;
}

uint32_t asxb_export_abi_fingerprint_hi(void)
{
    return ASXB_FINGERPRINT_HI;
}

uint32_t asxb_export_tier(void)
{
    return ASX_TIER;
}

uint32_t asxb_export_handle_generation(uint32_t slot)
{
    return asx_generation(&asxb_instance.rt, slot);
}

double asxb_export_time_now(void)
{
    return asxb_f64_of(asx_time_now(&asxb_instance.rt));
}

double asxb_export_pump_due(void)
{
    return asxb_f64_of(asx_pump_due(&asxb_instance.rt));
}

uint32_t asxb_export_pump_state(void)
{
    return asx_pump_state_now(&asxb_instance.rt);
}

int32_t asxb_export_has_next(void)
{
    return asx_has_next(&asxb_instance.rt);
}

int32_t asxb_export_notice_pending(void)
{
    return asx_notice_pending(&asxb_instance.rt);
}

double asxb_export_counter(uint32_t which)
{
    if (which >= ASXB_COUNTER_COUNT)
        return -1;
    return asxb_f64_of(
        asx_runtime_counter(&asxb_instance.rt, (asx_counter)which));
}

double asxb_export_setting(uint32_t which)
{
    if (which >= ASX_SETTING_COUNT)
        return -1;
    return asxb_f64_of(
        asx_runtime_setting(&asxb_instance.rt, (asx_setting)which));
}

int32_t asxb_export_report_pending(void)
{
    return asx_report_pending(&asxb_instance.rt);
}

uint32_t asxb_export_reports_lost(void)
{
    return asx_report_lost(&asxb_instance.rt);
}

int32_t asxb_export_channel_borrow(uint32_t slot, uint32_t generation)
{
    return asx_channel_borrow(&asxb_instance.rt,
                              (asx_channel){ASX_HANDLE_BITS(slot, generation)});
}

int32_t asxb_export_receiver_borrow(uint32_t slot, uint32_t generation)
{
    return asx_receiver_borrow(
        &asxb_instance.rt, (asx_receiver){ASX_HANDLE_BITS(slot, generation)});
}

int32_t asxb_export_receiver_is_closed(uint32_t slot, uint32_t generation)
{
    return asx_receiver_is_closed(
        &asxb_instance.rt, (asx_receiver){ASX_HANDLE_BITS(slot, generation)});
}

uint32_t asxb_export_plan_culprit(uint32_t slot, uint32_t generation,
                                  uint32_t index)
{
    uint32_t culprits[ASX_PLAN_CHILDREN_MAX], count = 0;
    asx_status status = asx_plan_culprits(
        &asxb_instance.rt, (asx_supervisor){ASX_HANDLE_BITS(slot, generation)},
        culprits, &count);

    return status != ASX_OK && index < count ? culprits[index] : 0;
}

uint32_t asxb_export_name_lookup(uint32_t name)
{
    return ASX_HANDLE_SLOT(asx_name_lookup(&asxb_instance.rt, name));
}

uint32_t asxb_export_cancel_summary(uint32_t slot)
{
    return asx_cancel_summary(&asxb_instance.rt, slot);
}

double asxb_export_describe_field(uint32_t slot, uint32_t field)
{
    double fields[ASX_FIELD_COUNT];

    if (field >= ASX_FIELD_COUNT)
        return 0;
    asx_describe(&asxb_instance.rt, slot, fields);
    return fields[field];
}

uint32_t asxb_export_describe(uint32_t slot)
{
    return asx_describe(&asxb_instance.rt, slot,
                        (double *)(void *)asxb_instance.scratch);
}
