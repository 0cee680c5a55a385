"""What was asked stays as it was asked: a questionnaire that is frozen can't be changed, whoever writes."""

from django.db import migrations

FORWARD = """
-- FOR SHARE: whoever freezes it at this moment is waited for.
CREATE FUNCTION needs_questionnaire_is_frozen(wanted bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT coalesce((SELECT frozen_at IS NOT NULL FROM needs_questionnaire WHERE id = wanted FOR SHARE), false)
$$;
CREATE FUNCTION needs_keep_frozen_question() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND needs_questionnaire_is_frozen(OLD.questionnaire_id))
        OR (TG_OP <> 'DELETE' AND needs_questionnaire_is_frozen(NEW.questionnaire_id)) THEN
        RAISE EXCEPTION 'This questionnaire is frozen: make a new version.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION needs_keep_frozen_option() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'INSERT' AND needs_questionnaire_is_frozen(
            (SELECT questionnaire_id FROM needs_question WHERE id = OLD.question_id)))
        OR (TG_OP <> 'DELETE' AND needs_questionnaire_is_frozen(
            (SELECT questionnaire_id FROM needs_question WHERE id = NEW.question_id))) THEN
        RAISE EXCEPTION 'This questionnaire is frozen: make a new version.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION needs_keep_frozen_questionnaire() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.frozen_at IS NOT NULL THEN
        RAISE EXCEPTION 'This questionnaire is frozen: make a new version.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_frozen BEFORE INSERT OR UPDATE OR DELETE ON needs_question
FOR EACH ROW EXECUTE FUNCTION needs_keep_frozen_question();
CREATE TRIGGER keep_frozen BEFORE INSERT OR UPDATE OR DELETE ON needs_option
FOR EACH ROW EXECUTE FUNCTION needs_keep_frozen_option();
CREATE TRIGGER keep_frozen BEFORE INSERT OR UPDATE OR DELETE ON needs_lifearea
FOR EACH ROW EXECUTE FUNCTION needs_keep_frozen_question();
CREATE TRIGGER keep_frozen BEFORE UPDATE OR DELETE ON needs_questionnaire
FOR EACH ROW EXECUTE FUNCTION needs_keep_frozen_questionnaire();
"""
BACKWARD = """
DROP TRIGGER keep_frozen ON needs_question;
DROP TRIGGER keep_frozen ON needs_option;
DROP TRIGGER keep_frozen ON needs_lifearea;
DROP TRIGGER keep_frozen ON needs_questionnaire;
DROP FUNCTION needs_keep_frozen_question, needs_keep_frozen_option, needs_keep_frozen_questionnaire;
DROP FUNCTION needs_questionnaire_is_frozen;
"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_needs")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
