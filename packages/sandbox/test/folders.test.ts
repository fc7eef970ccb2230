import { describeFolders } from '../../release-checks/src/describe-folders.ts'

describeFolders('sandbox', 'The folders of the sandbox')
